import fc from 'fast-check';

// Properties look somewhere new at every run on a developer's machine. A check of a change must answer the same
// for the same code, so there they start from one seed.
if (process.env['CI']) fc.configureGlobal({ seed: 20_261_123 });
