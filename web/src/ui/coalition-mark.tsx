/** The coalition's logo, beside its name. The server draws it from the coalition's settings. */
export function CoalitionMark() {
  return <img src="/favicon.svg" alt="" width={28} height={28} />
}
