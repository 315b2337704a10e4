/** The day the privacy policy in `resources/policy` was last changed: its version. */
export const policyVersion = '2026-01-31';
