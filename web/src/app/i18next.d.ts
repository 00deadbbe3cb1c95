import type { en } from './texts/en.ts'

declare module 'i18next' {
  /** The texts by namespace. Each room adds its own in a file of this name. */
  interface PageTexts {
    app: typeof en
  }

  interface CustomTypeOptions {
    defaultNS: 'app'
    contextSeparator: '|'
    pluralSeparator: '|'
    resources: PageTexts
  }
}
