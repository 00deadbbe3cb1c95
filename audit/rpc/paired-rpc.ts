import type { Question, Rpc } from './json-rpc.ts'

/** Two endpoints gave two answers to one question. */
export interface Disagreement {
  readonly question: Question
  readonly first: unknown
  readonly second: unknown
}

/** What two nodes must say alike of a block and a transaction; the rest is theirs to add or leave out. */
const BLOCK_FIELDS = [
  'number',
  'hash',
  'parentHash',
  'timestamp',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
]
const TRANSACTION_FIELDS = ['hash', 'blockHash', 'from', 'to', 'input', 'transactionIndex']
const LOG_FIELDS = ['address', 'topics', 'data', 'blockHash', 'transactionHash', 'transactionIndex', 'logIndex']

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  eth_getBlockByNumber: BLOCK_FIELDS,
  eth_getBlockByHash: BLOCK_FIELDS,
  eth_getTransactionByHash: TRANSACTION_FIELDS,
  eth_getLogs: LOG_FIELDS,
}

/** Asks both endpoints all questions, tells of each disagreement, and goes on with what the first one said. */
export function pairedRpc(first: Rpc, second: Rpc, onDisagreement: (found: Disagreement) => void): Rpc {
  const compare = (question: Question, [a, b]: readonly [unknown, unknown]): void => {
    if (comparable(question.method, a) !== comparable(question.method, b))
      onDisagreement({ question, first: a, second: b })
  }
  return {
    async ask(method, params) {
      const answers = await Promise.all([first.ask(method, params), second.ask(method, params)])
      compare({ method, params }, answers)
      return answers[0]
    },
    async askAll(questions) {
      const [ours, theirs] = await Promise.all([first.askAll(questions), second.askAll(questions)])
      questions.forEach((question, at) => compare(question, [ours[at], theirs[at]]))
      return ours
    },
  }
}

function comparable(method: string, answer: unknown): string {
  const fields = FIELDS[method]
  const pick = (value: unknown): unknown =>
    fields === undefined || typeof value !== 'object' || value === null
      ? value
      : fields.map((field) => (value as Record<string, unknown>)[field] ?? null)
  return JSON.stringify(Array.isArray(answer) ? answer.map(pick) : pick(answer)).toLowerCase()
}
