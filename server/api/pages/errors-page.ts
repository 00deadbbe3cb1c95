import { PROBLEMS } from '../problems.ts'
import { html, page, prose } from './html.ts'

const PROLOGUE =
  'Every refusal is an `application/problem+json` body (RFC 9457). Branch on `code`: it is stable, the sentences are not. `details` names the offending values, `errors` each fault of a malformed request, `requestId` the line in our log.'

const byName = () => Object.entries(PROBLEMS).sort(([a], [b]) => a.localeCompare(b))

/** The catalogue as a page: where the `type` of a problem leads. */
export function renderErrorsPage(): string {
  const sections = byName().map(
    ([code, { status, title, detail }]) =>
      html`<section id="${code}">
        <h3><code>${code}</code></h3>
        <p><strong>${title}</strong>, status ${status}. ${prose(detail)}</p>
      </section>`,
  )
  return page(
    'Errors of the Entente API',
    html`<h1>Errors</h1>
      <p>${prose(PROLOGUE)}</p>
      ${sections}`,
  )
}

/** The same as docs/errors.md, which a test keeps equal. */
export function renderErrorsMarkdown(): string {
  const sections = byName().map(
    ([code, { status, title, detail }]) => `## ${code}\n\n**${title}**, status ${status}. ${detail}\n`,
  )
  return [
    `# Errors\n\n${PROLOGUE}\n\nWritten by \`node scripts/write-errors-page.ts\`; do not edit.\n`,
    ...sections,
  ].join('\n')
}
