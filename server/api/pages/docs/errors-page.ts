import { PROBLEMS } from '../../problems.ts'
import { html, prose, type Html } from '../html.ts'
import type { Document } from './document.ts'
import { renderFields } from './field-list.ts'
import type { DocsPage } from './frame.ts'
import { codeBlock } from './highlight.ts'

const PROLOGUE =
  'Every refusal is an `application/problem+json` body (RFC 9457). Branch on `code`: it is stable, the sentences are not. `details` names the offending values, `errors` each fault of a malformed request, `requestId` the line in our log.'

const byName = () => Object.entries(PROBLEMS).sort(([a], [b]) => a.localeCompare(b))

const HANDLING = `import { EntenteProblem } from '@entente/client/problem'

try {
  await entente.POST('/v1/redemptions', { body: { reference: 'P1-000077', member, points: '150' } })
} catch (error) {
  if (!(error instanceof EntenteProblem)) throw error // no answer came: send it again with its key
  if (error.code === 'points_insufficient') showLeft(error.details['pointsLeft'])
  else throw error
}`

/** What a program does about a status, before it looks at the code. */
const WHAT_TO_DO: readonly (readonly [status: string, text: string])[] = [
  ['400, 404, 409, 413, 415, 422', 'Do not repeat it unchanged. The code says what to change.'],
  ['401, 403', 'The key is wrong, has ended, or lacks the scope that the request names.'],
  [
    '408, 429, 500, 503',
    'Send the same request with the same `Idempotency-Key` again, after `Retry-After` where there is one.',
  ],
]

function renderCodes(): Html {
  const rows = byName().map(
    ([code, { status, title, detail }]) =>
      html`<section id="${code}">
        <h3><a href="#${code}">${code}</a> <span class="quiet">${status}</span></h3>
        <p><strong>${title}.</strong> ${prose(detail)}</p>
      </section>`,
  )
  return html`<div class="codes">${rows}</div>`
}

/** The catalogue as a page: where the `type` of a problem leads. */
export function makeErrorsPage({ components }: Document): DocsPage {
  const problem = components.schemas['Problem'] ?? {}
  return {
    path: '/docs/errors',
    title: 'Errors',
    description: 'Every code that the Entente API refuses with, and what to do about it.',
    layout: 'text',
    sections: [
      { id: 'what-to-do', title: 'What to do' },
      { id: 'problem', title: 'The body of a problem' },
      { id: 'codes', title: 'All codes' },
    ],
    main: html`<h1>Errors</h1>
      <p class="lead">${prose(PROLOGUE)}</p>
      <h2 id="what-to-do">What to do</h2>
      <dl class="facts-list">
        ${WHAT_TO_DO.map(
          ([status, text]) =>
            html`<dt>${status}</dt>
              <dd>${prose(text)}</dd>`,
        )}
      </dl>
      ${codeBlock(HANDLING, 'ts')}
      <h2 id="problem">The body of a problem</h2>
      ${renderFields(problem, true)}
      <h2 id="codes">All codes</h2>
      ${renderCodes()}`,
  }
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
