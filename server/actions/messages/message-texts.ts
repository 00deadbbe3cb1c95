import type { OutgoingMessage } from '../../domain/channels.ts'
import { textsOfFiles } from './language-files.ts'

/** What a message can be about. */
export type MessageTopic =
  | 'identifier_code'
  | 'move_code'
  | 'move_requested'
  | 'move_confirmed'
  | 'recovery_announced'
  | 'erasure_requested'
  | 'pin_changed'
  | 'pin_reset'
  | 'passkey_added'
  | 'identifier_added'
  | 'identifier_lost'
  | 'console_code'
  | 'console_invitation'

/** A message in one language, with {{places}} for what it names. Its first sentence alone must make sense: an SMS is read on a lock screen. */
export interface MessageText {
  readonly subject: string
  readonly text: string
}

/** What a text names. */
export interface MessageFacts {
  readonly code?: string
  readonly readyAt?: Date
  /** Name of a partner. */
  readonly brand?: string
  /** Address of a page of ours. */
  readonly link?: string
}

export type MessageTexts = Readonly<Record<MessageTopic, MessageText>>

const en: MessageTexts = {
  identifier_code: {
    subject: `Your code: {{code}}`,
    text: `{{code}} is the code that adds this contact to a points account. Valid for 10 minutes. If you did not ask for it, ignore this message and give the code to nobody.`,
  },
  move_code: {
    subject: `Your code: {{code}}`,
    text: `{{code}} confirms the move of all your points to a new key at once. Valid for 10 minutes. If you did not ask for it, give the code to nobody, sign in and refuse the move.`,
  },
  move_requested: {
    subject: 'Your points are about to move',
    text: `Someone with your card number and PIN asked to move all your points to a new key. It will be done on {{readyAt}}. If it was not you, sign in and refuse it, or have any partner shop refuse it, and change your PIN.`,
  },
  move_confirmed: {
    subject: 'The move of your points was confirmed',
    text: 'The move of all your points to a new key was confirmed with a code and is made now. If it was not you, contact us at once.',
  },
  recovery_announced: {
    subject: 'Someone asked to recover your account',
    text: 'Someone told us that your key is lost, and asked for your account to move to a new one. If you still have yours, sign in and refuse the recovery.',
  },
  erasure_requested: {
    subject: 'Your account is about to be deleted',
    text: 'Someone with your card number and PIN asked to delete your account and all your points. It will be done on {{readyAt}}. If it was not you, sign in and refuse it, or have any partner shop refuse it, and change your PIN.',
  },
  pin_changed: {
    subject: 'Your PIN was changed',
    text: 'The PIN of your card was set or changed. If it was not you, freeze your points now and contact us.',
  },
  pin_reset: {
    subject: 'Your PIN was reset',
    text: 'The PIN of your card was reset, and everybody who was signed in with it is signed out. Choose a new one with the code that we give you. If you did not ask for it, contact us.',
  },
  passkey_added: {
    subject: 'A new passkey for your account',
    text: 'A new passkey was registered with your points account. If it was not you, sign in, refuse the move and freeze your points.',
  },
  identifier_added: {
    subject: 'A contact was added to your account',
    text: 'An e-mail address or phone number was added to your points account. If it was not you, change your PIN and contact us.',
  },
  identifier_lost: {
    subject: 'A contact was removed from your account',
    text: 'An e-mail address or phone number of your points account was confirmed by somebody else and is no longer linked to you. If it is yours, add it again.',
  },
  console_code: {
    subject: `Your code: {{code}}`,
    text: `{{code}} is the code that signs you in to the partner console. Valid for 10 minutes. If you did not ask for it, give the code to nobody and tell an owner of your brand.`,
  },
  console_invitation: {
    subject: 'You can use the partner console of {{brand}}',
    text: '{{brand}} has invited you to its partner console. Sign in with this e-mail address at {{link}}. A code comes to you each time; there is no password.',
  },
}

const fr: MessageTexts = {
  identifier_code: {
    subject: `Votre code : {{code}}`,
    text: `{{code}} est le code qui ajoute ce contact à un compte de points. Valable 10 minutes. Si vous ne l’avez pas demandé, ignorez ce message et ne donnez ce code à personne.`,
  },
  move_code: {
    subject: `Votre code : {{code}}`,
    text: `{{code}} confirme immédiatement le déplacement de tous vos points vers une nouvelle clé. Valable 10 minutes. Si vous ne l’avez pas demandé, ne donnez ce code à personne, connectez-vous et refusez le déplacement.`,
  },
  move_requested: {
    subject: 'Vos points vont être déplacés',
    text: `Quelqu’un qui connaît votre numéro de carte et votre code PIN a demandé le déplacement de tous vos points vers une nouvelle clé. Il aura lieu le {{readyAt}}. Si ce n’est pas vous, connectez-vous et refusez-le, ou faites-le refuser dans un magasin partenaire, puis changez votre code PIN.`,
  },
  move_confirmed: {
    subject: 'Le déplacement de vos points est confirmé',
    text: 'Le déplacement de tous vos points vers une nouvelle clé a été confirmé par un code et a lieu maintenant. Si ce n’est pas vous, contactez-nous tout de suite.',
  },
  recovery_announced: {
    subject: 'Demande de récupération de votre compte',
    text: 'Quelqu’un nous a signalé la perte de votre clé et demande que votre compte passe à une nouvelle. Si vous avez toujours la vôtre, connectez-vous et refusez la récupération.',
  },
  erasure_requested: {
    subject: 'Votre compte va être supprimé',
    text: `Quelqu’un qui connaît votre numéro de carte et votre code PIN a demandé la suppression de votre compte et de tous vos points. Elle aura lieu le {{readyAt}}. Si ce n’est pas vous, connectez-vous et refusez-la, ou faites-la refuser dans un magasin partenaire, puis changez votre code PIN.`,
  },
  pin_changed: {
    subject: 'Votre code PIN a changé',
    text: 'Le code PIN de votre carte a été défini ou changé. Si ce n’est pas vous, bloquez vos points dès maintenant et contactez-nous.',
  },
  pin_reset: {
    subject: 'Votre code PIN a été réinitialisé',
    text: 'Le code PIN de votre carte a été réinitialisé, et les sessions ouvertes avec ce code sont fermées. Choisissez-en un nouveau avec le code que nous vous donnons. Si vous ne l’avez pas demandé, contactez-nous.',
  },
  passkey_added: {
    subject: 'Une nouvelle clé d’accès pour votre compte',
    text: 'Une nouvelle clé d’accès a été enregistrée pour votre compte de points. Si ce n’est pas vous, connectez-vous, refusez le déplacement et bloquez vos points.',
  },
  identifier_added: {
    subject: 'Un contact a été ajouté à votre compte',
    text: 'Une adresse e-mail ou un numéro de téléphone a été ajouté à votre compte de points. Si ce n’est pas vous, changez votre code PIN et contactez-nous.',
  },
  identifier_lost: {
    subject: 'Un contact a été retiré de votre compte',
    text: 'Une adresse e-mail ou un numéro de téléphone de votre compte de points a été confirmé par quelqu’un d’autre et n’est plus associé à vous. S’il vous appartient, ajoutez-le à nouveau.',
  },
  console_code: {
    subject: `Votre code : {{code}}`,
    text: `{{code}} est le code qui vous connecte à l’espace partenaire. Valable 10 minutes. Si vous ne l’avez pas demandé, ne donnez ce code à personne et prévenez un responsable de votre enseigne.`,
  },
  console_invitation: {
    subject: 'Votre accès à l’espace partenaire de {{brand}}',
    text: '{{brand}} vous invite dans son espace partenaire. Connectez-vous avec cette adresse e-mail sur {{link}}. Un code vous est envoyé à chaque fois : il n’y a pas de mot de passe.',
  },
}

/** Every message, by language: first in those of ours, then in those that are a file in `languages/`. */
export const MESSAGE_TEXTS: Readonly<Record<'en' | 'fr', MessageTexts> & Record<string, MessageTexts>> = {
  en,
  fr,
  ...textsOfFiles('messages', en),
}

/** A message in every language, together for a text and apart for a page. */
type WrittenMessage = Pick<OutgoingMessage, 'subject' | 'text' | 'parts' | 'code'>

/** Writes a message in every language: which one a member reads is not known here. */
export function writeMessage(topic: MessageTopic, facts: MessageFacts, all = MESSAGE_TEXTS): WrittenMessage {
  const parts = Object.entries(all).map(([language, messages]) => ({
    language,
    ...fillIn(messages[topic], facts, language),
  }))
  return {
    subject: parts.map(({ subject }) => subject).join(' / '),
    text: parts.map(({ text }) => text).join('\n\n'),
    parts,
    code: facts.code ?? null,
  }
}

function fillIn(
  { subject, text }: MessageText,
  { code = '', readyAt, brand = '', link = '' }: MessageFacts,
  language: string,
): MessageText {
  const values: Readonly<Record<string, string>> = {
    code,
    brand,
    link,
    readyAt: readyAt === undefined ? '' : writeMoment(readyAt, language),
  }
  const fill = (template: string) =>
    template.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place)
  return { subject: fill(subject), text: fill(text) }
}

/** A moment as a language writes it: 26 November 2026 at 10:15 UTC. */
function writeMoment(moment: Date, language: string): string {
  const locale = language === 'en' ? 'en-GB' : language
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(locale, style).format(moment)} UTC`
}
