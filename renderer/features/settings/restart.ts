import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';

/** Starts the studio again, or says that the person has to. */
export async function restart(): Promise<void> {
  const { restarting } = await request('app.restart', {});
  if (!restarting) toast({ text: text.settings.restartYourself });
}
