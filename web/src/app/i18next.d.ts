import type { en as receipt } from '../receipt/texts/en.ts'
import type { en as till } from '../till/texts/en.ts'
import type { en as wallet } from '../wallet/texts/en.ts'
import type { en as app } from './texts/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    contextSeparator: '|'
    pluralSeparator: '|'
    resources: { app: typeof app; receipt: typeof receipt; wallet: typeof wallet; till: typeof till }
  }
}
