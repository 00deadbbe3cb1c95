import type { en } from './texts/en.ts'

declare module 'i18next' {
  interface PageTexts {
    audit: typeof en
  }
}
