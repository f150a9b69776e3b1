// Characters that are invisible, or that change the order of other characters: one set for every room.

/** Marks, embeddings, overrides and isolates of direction (UAX #9), and the byte order mark: `exe.fdp` reads as `pdf.exe`. */
export const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Those, and the other invisible ones (UTS #39 section 5). Some scripts need the joiners among them in words. */
export const unseen =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu;
