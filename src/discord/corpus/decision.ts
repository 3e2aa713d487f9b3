/** A question to a moderator is open for so long. */
export const CONFIRM_WITHIN_MS = 60 * 60 * 1000;

/** What is said to whoever decides about what is not open any more. */
export const DECIDED_ALREADY = 'That has been decided already, or it is more than an hour ago.';
