import { basename } from 'node:path';
import nodemailer from 'nodemailer';
import type { Config } from '../config/load.ts';
import { Refused } from './output.ts';

export type SendOptions = {
  from: string;
  to?: string[];
  cc?: string[];
  subject?: string;
  text: string;
  attach?: string[];
};

/** Hands a mail to the listener of the settings, and answers what it said. */
export async function sendMail(config: Config, options: SendOptions): Promise<string> {
  const transport = nodemailer.createTransport({ host: config.SMTP_HOST, port: config.SMTP_PORT, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({
      from: options.from,
      to: options.to ?? [...config.SUPPORT_ADDRESS],
      ...(options.cc ? { cc: options.cc } : {}),
      ...(options.subject ? { subject: options.subject } : {}),
      text: options.text,
      attachments: (options.attach ?? []).map(path => ({ filename: basename(path), path })),
      disableUrlAccess: true,
    });
    return response;
  } catch (cause) {
    const { response, code } = cause as { response?: string; code?: string };
    const where = `${config.SMTP_HOST}:${config.SMTP_PORT}`;
    throw new Refused(
      response ??
        (code === 'ESOCKET'
          ? `no listener takes mail on ${where}: npm start runs the gateway`
          : (cause as Error).message),
    );
  } finally {
    transport.close();
  }
}
