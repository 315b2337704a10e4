import { create } from 'zustand';

type ConfirmOptions = {
  readonly title: string;
  readonly description?: string;
  /** The verb on the button: "Delete 3 creations", never "OK". */
  readonly confirmLabel: string;
  readonly danger?: boolean;
};

type Question = ConfirmOptions & { readonly answer: (confirmed: boolean) => void };

/** The question being asked, rendered by `ConfirmHost`. */
export const useQuestion = create<{ readonly question: Question | null }>(() => ({ question: null }));

/** Asks and waits: true when confirmed, false when closed in any other way. */
export function confirm(options: ConfirmOptions): Promise<boolean> {
  useQuestion.getState().question?.answer(false);
  return new Promise((resolve) => {
    const answer = (confirmed: boolean) => {
      useQuestion.setState({ question: null });
      resolve(confirmed);
    };
    useQuestion.setState({ question: { ...options, answer } });
  });
}
