import type { en } from './texts/en.ts'

declare module 'i18next' {
  interface PageTexts {
    console: typeof en
  }
}
