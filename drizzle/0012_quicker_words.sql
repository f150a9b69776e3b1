-- The same words as before, in a fifth of the time: `translate` looks at all 51 marks for each character, and
-- `array_to_tsvector` sorts and leaves out repetitions by itself.
CREATE OR REPLACE FUNCTION "postern_plain"(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	-- In lower case, without accents, and with a space in place of punctuation marks; _ belongs to a word.
	SELECT regexp_replace(
		CASE WHEN octet_length(said) = char_length(said) THEN lower(said)
		ELSE replace(lower(regexp_replace(normalize(said, NFKD), E'[\u0300-\u036f]', '', 'g')), 'ß', 'ss') END,
		E'[\t\n\r\f\u000b!-/:-@\\[-^`{-~\u00a0«»“”„‘’–—…·•¿¡]+', ' ', 'g')
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "postern_words"(said text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	-- At most 100,000 characters of a text, and 60 of a word, are found.
	plain text := coalesce(postern_plain(left(said, 100000)), '');
BEGIN
	IF plain ~ '[^ ]{61}' THEN
		plain := regexp_replace(plain, '([^ ]{60})[^ ]+', '\1', 'g');
	END IF;
	RETURN array_to_tsvector(array_remove(string_to_array(plain, ' '), ''));
END
$$;
