import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { startLanguage, type TextLoaders } from '../ui/language.ts'
import { Providers } from './providers.tsx'

/** Draws a page once its texts are there. */
export async function mount(page: ReactNode, loaders: TextLoaders): Promise<void> {
  await startLanguage(loaders)
  const root = document.getElementById('root')
  if (root === null) throw new Error('the page has no root')
  createRoot(root).render(
    <StrictMode>
      <Providers>{page}</Providers>
    </StrictMode>,
  )
}
