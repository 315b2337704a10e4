import { create } from 'zustand';

/** A question for one name, answered in a small dialog that stays until the name is good. */
type NameQuestion = {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly confirmLabel: string;
  readonly maxLength: number;
  /** Names there are, to be taken with one press. */
  readonly suggest?: { readonly label: string; readonly of: (typed: string) => readonly string[] };
  /** @returns what is wrong with the name; null when it was taken */
  readonly submit: (name: string) => Promise<string | null>;
};

export const useNameQuestion = create<{ readonly question: NameQuestion | null }>(() => ({ question: null }));

export function askName(question: NameQuestion): void {
  useNameQuestion.setState({ question });
}

export function closeNameQuestion(): void {
  useNameQuestion.setState({ question: null });
}
