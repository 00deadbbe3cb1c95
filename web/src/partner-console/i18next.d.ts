import type { en } from './texts/en.ts'

declare module 'i18next' {
  interface PageTexts {
    'partner-console': typeof en
  }
}
