/** The operator's settings for the life of tickets. */
export type Rules = Readonly<{
  /** Who may follow: `anyone`, `directory`, or domains. */
  followers: readonly string[];
  newcomers: NewcomerLimits;
  /** Null: never. */
  closeAfterDays: number | null;
  followUpAfterDays: number;
  earlyReplyMinutes: number;
  /** Null: never. */
  heldDays: number | null;
  guideVideoUrl: string | null;
}>;

/** How many people from outside the directory may be copied in by authors who are not agents. */
export type NewcomerLimits = Readonly<{
  perMail: number;
  perTicketDay: number;
  /** How many threads one person may be added to in a day. */
  threadsPerDay: number;
  perDay: number;
}>;
