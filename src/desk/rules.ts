/** What an operator decides about the life of tickets. */
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

/** How many people from outside the directory may be copied in by others than agents. */
export type NewcomerLimits = Readonly<{
  perMail: number;
  perTicketDay: number;
  /** New threads a day for one person. */
  threadsPerDay: number;
  perDay: number;
}>;
