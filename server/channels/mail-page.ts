import type { MessagePart, OutgoingMessage } from '../domain/channels.ts'

/** Colours of a look, as messages have them: mail programs know no custom properties. */
export interface MailColours {
  readonly ground: string
  readonly panel: string
  readonly ink: string
  readonly quiet: string
  readonly line: string
}

/** How the coalition shows itself in e-mail. */
export interface MailLook {
  readonly name: string
  readonly accent: string
  readonly onAccent: string
  readonly day: MailColours
  readonly night: MailColours
  /** A PNG that goes along, so that nothing is loaded from anywhere. */
  readonly logo: Buffer
}

export const LOGO_CID = 'logo@entente'

const FONT = "Figtree, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
/** Mail programs fill the preview with what follows unless there is enough of nothing. */
const PREVIEW_END = '&#8199;&#65279;&#847; '.repeat(40)

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** By night, in the mail programs that ask; all others show the day. */
function nightStyle({ night, accent, onAccent }: MailLook): string {
  const rules = [
    `.ground{background:${night.ground}!important}`,
    `.panel{background:${night.panel}!important;border-color:${night.line}!important}`,
    `.ink{color:${night.ink}!important}`,
    `.quiet{color:${night.quiet}!important;border-color:${night.line}!important}`,
    `.code{background:${accent}!important;color:${onAccent}!important}`,
  ]
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${rules.join('')}}`
}

function renderPart({ language, subject, text }: MessagePart, { day }: MailLook, isFirst: boolean): string {
  const ruled = isFirst ? '' : `border-top:1px solid ${day.line};margin-top:24px;padding-top:24px;`
  return `<div lang="${escape(language)}" dir="auto" class="quiet" style="${ruled}">
<h1 class="ink" style="margin:0 0 8px;font-size:20px;line-height:1.3;font-weight:650;color:${day.ink}">${escape(subject)}</h1>
<p class="ink" style="margin:0;font-size:16px;line-height:1.55;color:${day.ink}">${escape(text)}</p>
</div>`
}

const renderCode = (code: string, { accent, onAccent }: MailLook) =>
  `<p class="code" style="margin:0 0 24px;padding:16px;border-radius:12px;background:${accent};color:${onAccent};font-size:32px;font-weight:700;letter-spacing:6px;text-align:center">${escape(code)}</p>`

/** The message as a page: a card with the logo, the code if it brings one, and the text in each language. */
export function renderMailPage({ subject, text, parts, code }: OutgoingMessage, look: MailLook): string {
  const { name, day } = look
  const shown: readonly MessagePart[] = parts.length > 0 ? parts : [{ language: 'en', subject, text }]
  const preheader = shown[0]?.text ?? ''
  return `<!doctype html>
<html lang="${escape(shown[0]?.language ?? 'en')}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escape(subject)}</title><style>${nightStyle(look)}</style></head>
<body class="ground" style="margin:0;padding:24px 12px;background:${day.ground};font-family:${FONT}">
<div style="display:none;max-height:0;overflow:hidden">${escape(preheader)}${PREVIEW_END}</div>
<div style="max-width:560px;margin:0 auto">
<p class="ink" style="margin:0 0 16px;font-size:18px;font-weight:700;color:${day.ink}"><img src="cid:${LOGO_CID}" alt="" width="32" height="32" style="vertical-align:middle;border-radius:8px;margin-right:12px">${escape(name)}</p>
<div class="panel" style="padding:24px;background:${day.panel};border:1px solid ${day.line};border-radius:12px">
${code === null ? '' : renderCode(code, look)}
${shown.map((part, index) => renderPart(part, look, index === 0)).join('\n')}
</div></div></body></html>
`
}
