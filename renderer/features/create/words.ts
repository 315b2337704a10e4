import { format, parseISO } from 'date-fns';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { toMicroUsd } from '../../../shared/domain/money.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { formatMicros } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import type { PriceQuote } from './price.ts';
import type { FormProblem } from './requests.ts';

const words = text.create;

export function dayWords(isoDay: string): string {
  return format(parseISO(isoDay), 'd MMM yyyy');
}

/** The price of a model as a list gives it: `from $0.02 / image`. */
export function listPriceWords({ price }: ListedModel): string {
  if (!price) return words.price.unknown;
  if (price.unit === 'free') return words.price.free;
  const rows = price.table?.map((row) => row.usd) ?? [];
  const lowest = Math.min(price.usd, ...rows);
  const amount = formatMicros(
    toMicroUsd(price.unit === 'hardware-second' ? price.usd * (price.typicalSeconds ?? 1) : lowest),
  );
  const varies = rows.some((usd) => usd !== lowest) || lowest !== price.usd;
  const unit = unitWords(price.unit, amount);
  if (varies) return words.price.from(unit);
  return price.approximate || price.unit === 'hardware-second' ? words.price.about(unit) : unit;
}

function unitWords(
  unit: 'image' | 'second' | 'run' | 'megapixel' | 'hardware-second',
  amount: string,
): string {
  switch (unit) {
    case 'image':
      return words.price.perImage(amount);
    case 'second':
      return words.price.perSecond(amount);
    case 'megapixel':
      return words.price.perMegapixel(amount);
    case 'run':
    case 'hardware-second':
      return words.price.perRun(amount);
  }
}

export function totalWords(quote: PriceQuote): string {
  if (quote.free) return words.price.free;
  if (!quote.complete) return words.price.unknown;
  const amount = formatMicros(quote.micros);
  return quote.approximate ? words.about(amount) : amount;
}

/** What stands on the button. */
export function generateWords(quote: PriceQuote, provider: ProviderStatus | undefined): string {
  if (quote.free || provider === undefined) return words.generateFor(words.free);
  if (!quote.complete) return words.generateFor(words.unknownOnYourKey(provider.name));
  return words.generateFor(words.onYourKey(totalWords(quote), provider.name));
}

/** @param titleOf the name of a parameter as the form shows it */
export function problemWords(problem: FormProblem, titleOf: (key: string) => string): string {
  switch (problem.kind) {
    case 'no-prompt':
      return words.problem.noPrompt;
    case 'prompt-length':
    case 'negative-length':
      return words.problem.tooLong(problem.length, problem.max);
    case 'too-many':
      return words.problem.tooMany(problem.count, problem.max);
    case 'no-file':
      return words.problem.noFile(titleOf(problem.key));
    case 'value':
      return valueWords(problem.of.problem);
  }
}

function valueWords(problem: Extract<FormProblem, { kind: 'value' }>['of']['problem']): string {
  switch (problem.kind) {
    case 'required':
      return words.problem.required;
    case 'type':
      return words.problem.type(problem.expected);
    case 'range':
      return words.problem.range(problem.min, problem.max);
    case 'choice':
      return words.problem.choice;
    case 'length':
      return words.problem.length(problem.max);
  }
}
