import type { Coalition } from './coalition.ts'
import { coalitionIcons } from './icons.ts'
import { tokenOf } from './look.ts'

/** What e-mail shows of the coalition, in the colours of the pages. */
export async function mailLookOf(coalition: Coalition) {
  const logo = await coalitionIcons(coalition)['/icons/192.png']?.read()
  return {
    name: coalition.name,
    accent: coalition.accent?.[7] ?? tokenOf('accent-7'),
    onAccent: tokenOf('on-accent'),
    day: {
      ground: tokenOf('grey-0'),
      panel: tokenOf('paper'),
      ink: tokenOf('grey-9'),
      quiet: tokenOf('grey-7'),
      line: tokenOf('grey-3'),
    },
    night: {
      ground: tokenOf('night-8'),
      panel: tokenOf('night-7'),
      ink: tokenOf('night-0'),
      quiet: tokenOf('night-2'),
      line: tokenOf('night-4'),
    },
    logo: Buffer.from(logo ?? ''),
  }
}
