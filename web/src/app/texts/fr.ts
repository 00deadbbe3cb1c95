import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  skip: 'Aller au contenu',
}
