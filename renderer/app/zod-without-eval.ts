import { config } from 'zod';

// The page's policy forbids eval, which zod would try in order to be faster. Imported before any schema is used.
config({ jitless: true });
