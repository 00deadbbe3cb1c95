import type { Me } from '../../api-client/me.ts'
import { formatWhole, pluralForm } from '../../ui/format.ts'
import type { en } from '../texts/en.ts'
import { keptOf } from '../on-device/kept-member.ts'

type Texts = Pick<typeof en, 'home' | 'unit'>

const HOME = /^\/wallet\/?$/

/** Whether the address is the one of a member's points. */
export const isHome = (path: string): boolean => HOME.test(path)

/** Writes into the frame what a member comes for, as the app will write it: how many points can be spent. */
export function drawHome(shell: Element, me: Me, texts: Texts, language: string): void {
  const put = (name: string, ...what: readonly (string | Node)[]) => shell.querySelector(name)?.replaceChildren(...what)
  const { name } = keptOf(me.memberId)
  const form = pluralForm(me.pointsAvailable, language)
  const unit = document.createElement('span')
  unit.textContent = ` ${form === 'one' ? texts.unit.one : texts.unit.other}`
  put('h1', name === null ? texts.home.title : texts.home.hello.replace('{{name}}', () => name))
  put('.shell-quiet', me.isFrozen ? texts.home.frozen : texts.home.available)
  put('.shell-balance', formatWhole(me.pointsAvailable, language), unit)
}
