import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger }

/** Fields that never reach a log, wherever they are: a second wall behind not logging them at all. */
const SECRET_FIELDS = [
  'authorization',
  'body',
  'secret',
  'apiKey',
  'privateKey',
  'passphrase',
  'mnemonic',
  'value',
  'email',
  'phone',
  'card',
]

const everywhere = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])

/** The base logger: JSON lines; every module takes a child of it. */
export function createLogger(destination: DestinationStream, level = 'info'): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: everywhere, censor: '[redacted]' },
      serializers: { err: describeError },
    },
    destination,
  )
}

/** What a log may say of an error: its class, message and stack, and its causes. Database errors quote no parameters. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  }
}
