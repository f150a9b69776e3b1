/** What an operator decides about the life of tickets. */
export type Rules = Readonly<{
  /** Who may follow: `anyone`, `directory`, or domains. */
  followers: readonly string[];
  /** Null: never. */
  closeAfterDays: number | null;
  followUpAfterDays: number;
  earlyReplyMinutes: number;
  /** Null: never. */
  heldDays: number | null;
  guideVideoUrl: string | null;
}>;
