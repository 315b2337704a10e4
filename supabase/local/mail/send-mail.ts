import { createTransport } from 'nodemailer';

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** Sends over SMTP, as the auth service of a hosted project does. */
export function createMailSender(smtp: { readonly host: string; readonly port: number }): {
  send(mail: Mail): Promise<void>;
  close(): void;
} {
  const transport = createTransport({ ...smtp, secure: false, ignoreTLS: true, pool: true });
  const from = '"VideoPicAI" <no-reply@videopicai.example>';
  return {
    send: async (mail) => void (await transport.sendMail({ ...mail, from })),
    close: () => transport.close(),
  };
}
