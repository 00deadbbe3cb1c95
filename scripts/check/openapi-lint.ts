import { runProgram } from '../../cli/run-program.ts'

const redocly = 'node_modules/@redocly/cli/bin/cli.js'

/** Redocly asks its makers for a newer version and tells them what is linted, unless it is told not to. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }

/** What Redocly's recommended rules find in an OpenAPI document; its warnings count too. */
export async function checkOpenApi(file: string): Promise<string[]> {
  const { code, output } = await runProgram([redocly, 'lint', file, '--config', 'redocly.yaml'], {
    env: { ...process.env, ...OFFLINE },
  })
  return code === 0 && !/You have \d+ warning/.test(output) ? [] : [output.trim()]
}
