/** What a command with `--json` says of its refusal: one JSON object, the last line of standard error. */
export function errorOf({ stderr }: { stderr: string }): {
  code: string
  message: string
  options?: readonly string[]
} {
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error
}
