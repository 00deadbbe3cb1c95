import { addCopyOfFigure } from './copy-buttons.ts'
import { button, element } from './element.ts'
import { addressOf, sendCall, type TryAnswer, type TryCall, type TryInput, type TryParameter } from './try-call.ts'
import { factFor, findDemoTill, forgetAll, freshBody, keepDemo, keepFacts, keepKey, keyFor } from './try-memory.ts'

const KEYS = { partner: 'API key of a partner', operator: 'API key of an operator' } as const

function labelled(text: string, field: HTMLElement): HTMLLabelElement {
  return element('label', {}, text, field)
}

function firstValueOf({ name, in: place, example }: TryParameter): string {
  if (name === 'Idempotency-Key') return crypto.randomUUID()
  return place === 'path' ? (factFor(name) ?? example) : example
}

interface Fields {
  readonly elements: readonly HTMLElement[]
  read(): TryInput
  /** Fills in what is known by now. */
  refresh(): void
}

function makeFields(call: TryCall): Fields {
  const inputs = new Map(
    call.parameters.map((one) => [
      one,
      element('input', { autocomplete: 'off', spellcheck: 'false', ...(one.required ? { required: '' } : {}) }),
    ]),
  )
  const body = element('textarea', { spellcheck: 'false' })
  const key = element('input', { type: 'password', autocomplete: 'off', spellcheck: 'false', required: '' })
  key.addEventListener('change', () => keepKey(call, key.value))
  const hasBody = call.body !== undefined
  return {
    elements: [
      ...(call.caller === 'anyone' ? [] : [labelled(KEYS[call.caller], key)]),
      ...[...inputs].map(([one, input]) => labelled(`${one.name}${one.required ? '' : ' (optional)'}`, input)),
      ...(hasBody ? [labelled('Body', body)] : []),
    ],
    read: () => ({
      key: key.value,
      values: new Map([...inputs].map(([one, input]) => [one.name, input.value])),
      body: body.value,
    }),
    refresh() {
      key.value = keyFor(call)
      for (const [one, input] of inputs) input.value = firstValueOf(one)
      if (hasBody) body.value = JSON.stringify(freshBody(call.body, call.path), null, 2)
    },
  }
}

/** Says what came back: the status first, in words and in colour. */
function showAnswer(box: HTMLElement, { status, milliseconds, headers, body }: TryAnswer): void {
  const isGood = status < 400
  const outcome = element(
    'p',
    { class: `outcome ${isGood ? 'good' : 'bad'}` },
    element('strong', {}, `${isGood ? 'Answered' : 'Refused'} ${String(status)}`),
    ` in ${String(milliseconds)} ms`,
  )
  const lines = element('pre', { tabindex: '0' }, element('code', {}, body === '' ? '(no body)' : body))
  const figure = element('figure', { class: 'code' }, element('figcaption', {}, 'Answer'), lines)
  addCopyOfFigure(figure)
  const facts = headers.map(([name, value]) => element('div', {}, element('code', {}, name), ` ${value}`))
  box.replaceChildren(outcome, element('p', {}, ...facts), figure)
}

/** Offers the demo's key where this server shows it to this reader. */
function offerDemo(call: TryCall, fields: Fields): HTMLElement {
  const place = element('p', {})
  place.hidden = true
  if (call.caller !== 'partner') return place
  void findDemoTill().then((demo) => {
    if (demo === null) return
    place.append(
      button(`Use the demo key of ${demo.partnerName}`, () => {
        keepDemo(demo)
        keepKey(call, demo.key)
        fields.refresh()
      }),
    )
    place.hidden = false
  })
  return place
}

function notesOf(call: TryCall): HTMLElement {
  const where = call.caller === 'anyone' ? '' : ' The key stays in this tab until you close it.'
  return element('p', { class: 'quiet' }, `The request goes to ${location.host} and nowhere else.${where}`)
}

interface Sending {
  readonly call: TryCall
  readonly fields: Fields
  readonly answer: HTMLElement
  readonly send: HTMLButtonElement
}

async function send({ call, fields, answer, send: submit }: Sending): Promise<void> {
  submit.disabled = true
  try {
    const answered = await sendCall(call, fields.read())
    if (answered.facts !== null && answered.status < 400) keepFacts(answered.facts)
    showAnswer(answer, answered)
  } catch {
    answer.replaceChildren(element('p', { class: 'outcome bad' }, 'No answer came. Is the server running?'))
  } finally {
    submit.disabled = false
  }
}

/** Asks before anything is changed, and names what would be sent where. */
function askFirst(sending: Sending): void {
  const { call, fields, answer } = sending
  const question = element(
    'p',
    {},
    `This changes data on ${location.host}: `,
    element('code', {}, `${call.method} ${addressOf(call, fields.read().values)}`),
  )
  const confirm = button('Send it', () => send(sending), 'primary')
  const cancel = button('Cancel', () => {
    answer.replaceChildren()
    sending.send.focus()
  })
  answer.replaceChildren(
    element('div', { class: 'ask' }, question, element('div', { class: 'buttons' }, confirm, cancel)),
  )
  confirm.focus()
}

function fill(panel: HTMLDetailsElement, call: TryCall): void {
  const fields = makeFields(call)
  const answer = element('div', { 'aria-live': 'polite' })
  const submit = element('button', { class: 'primary' }, call.changes ? 'Send …' : 'Send')
  const forget = button('Forget keys', () => {
    forgetAll()
    fields.refresh()
    answer.replaceChildren()
  })
  const buttons = element('div', { class: 'buttons' }, submit, ...(call.caller === 'anyone' ? [] : [forget]))
  const form = element('form', {}, offerDemo(call, fields), ...fields.elements, buttons, notesOf(call), answer)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const sending = { call, fields, answer, send: submit }
    if (call.changes) askFirst(sending)
    else void send(sending)
  })
  fields.refresh()
  panel.append(form)
}

/** Puts the panel beside a request. Its fields are made when it is opened for the first time: a page has many. */
export function addTry(section: HTMLElement, call: TryCall): void {
  const name = section.querySelector('h2')?.textContent.trim() ?? call.path
  const panel = element('details', { class: 'try' }, element('summary', { 'aria-label': `Try it: ${name}` }, 'Try it'))
  panel.addEventListener('toggle', () => {
    if (panel.open && panel.querySelector('form') === null) fill(panel, call)
  })
  section.querySelector('.samples')?.prepend(panel)
}
