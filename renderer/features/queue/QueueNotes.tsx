import { CirclePause, Clock, TriangleAlert, Wallet } from 'lucide-react';
import { format, isToday } from 'date-fns';
import type { ReactNode } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { fail } from '../../../shared/domain/failure.ts';
import type { CapHold, ProviderGate } from '../../../shared/domain/job.ts';
import { formatMicros, formatSum } from '../../../shared/format.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { billingPageOf, openBillingPage } from './billing-pages.ts';
import { pauseQueue } from './commands.ts';
import { queueNotes } from './queue-notes.ts';
import styles from './QueueNotes.module.css';
import { useQueue } from './store.ts';
import { useProviderName } from './use-job-words.ts';

const words = text.activity.notes;

/** Why jobs wait although nothing seems to run, each in plain words with the one thing to do. */
export function QueueNotes() {
  const status = useQueue((state) => state.status);
  const notes = status ? queueNotes(status) : [];
  return (
    <div role="status" className={styles.notes}>
      {notes.map((note) => {
        switch (note.kind) {
          case 'paused':
            return (
              <Note key="paused" icon={<CirclePause />} line={words.paused}>
                <Button size="small" onClick={() => pauseQueue(null, false)}>
                  {text.activity.resumeAll}
                </Button>
              </Note>
            );
          case 'cap':
            return <CapNote key="cap" hold={note.hold} />;
          case 'provider':
            return <ProviderNote key={note.gate.id} gate={note.gate} />;
        }
      })}
    </div>
  );
}

type NoteProps = { readonly icon: ReactNode; readonly line: string; readonly children?: ReactNode };

function Note({ icon, line, children }: NoteProps) {
  return (
    <div className={styles.note}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <p>{line}</p>
      {children}
    </div>
  );
}

function CapNote({ hold }: { readonly hold: CapHold }) {
  return (
    <Note
      icon={<Wallet />}
      line={words.cap({
        cap: formatSum(hold.capMicros),
        spent: formatSum(hold.spentMicros),
        next: formatMicros(hold.nextMicros),
        jobs: hold.jobs,
        day: format(hold.until, 'd MMMM'),
      })}
    >
      <Button size="small" onClick={() => navigate('/settings/spending')}>
        {words.changeCap}
      </Button>
    </Note>
  );
}

function ProviderNote({ gate }: { readonly gate: ProviderGate }) {
  const name = useProviderName()(gate.id);
  if (gate.state === 'paused') {
    return (
      <Note icon={<CirclePause />} line={words.providerPaused(name)}>
        <Button size="small" onClick={() => pauseQueue(gate.id, false)}>
          {text.activity.resumeProvider(name)}
        </Button>
      </Note>
    );
  }
  const time = gate.until === null ? null : timeOf(gate.until);
  if (gate.state === 'limited') return <Note icon={<Clock />} line={words.limited(name, time)} />;
  const { what } = describeFailure(fail(gate.reason ?? 'provider_error', 'no'), name);
  return (
    <Note icon={<TriangleAlert />} line={words.tripped(what, time)}>
      <Remedy gate={gate} />
      {/* Letting it go on asks it at once, at no cost. */}
      <Button size="small" variant="ghost" onClick={() => pauseQueue(gate.id, false)}>
        {words.tryNow}
      </Button>
    </Note>
  );
}

/** What the person can do about it besides waiting. */
function Remedy({ gate }: { readonly gate: ProviderGate }) {
  const name = useProviderName()(gate.id);
  switch (gate.reason) {
    case 'auth':
    case 'not_configured':
      return (
        <Button size="small" onClick={() => navigate('/settings/providers')}>
          {text.activity.settings}
        </Button>
      );
    case 'no_credit':
      return billingPageOf(gate.id) ? (
        <Button size="small" onClick={() => openBillingPage(gate.id)}>
          {text.activity.addCredit(name)}
        </Button>
      ) : null;
    case 'disk':
      return (
        <Button size="small" onClick={() => navigate('/settings/storage')}>
          {text.activity.openStorage}
        </Button>
      );
    default:
      return null;
  }
}

function timeOf(at: number): string {
  return format(at, isToday(at) ? 'HH:mm:ss' : 'd MMM HH:mm');
}
