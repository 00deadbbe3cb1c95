import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { startLanguage, type TextLoaders } from '../ui/language.ts'
import { Providers } from './providers.tsx'

type TextLoader = TextLoaders['en']

const loadSharedEnglish: TextLoader = async () => ({ app: (await import('./texts/en.ts')).en })
const loadSharedFrench: TextLoader = async () => ({ app: (await import('./texts/fr.ts')).fr })

/** Two sets of texts, loaded at the same time. */
function loadBoth(first: TextLoader, second: TextLoader): TextLoader {
  return async () => {
    const [some, others] = await Promise.all([first(), second()])
    return { ...some, ...others }
  }
}

/** Draws a page of an audience once the audience's texts and the shared ones are there. */
export async function mount(page: ReactNode, texts: TextLoaders): Promise<void> {
  await startLanguage({ en: loadBoth(loadSharedEnglish, texts.en), fr: loadBoth(loadSharedFrench, texts.fr) })
  const root = document.getElementById('root')
  if (root === null) throw new Error('the page has no root')
  createRoot(root).render(
    <StrictMode>
      <Providers>{page}</Providers>
    </StrictMode>,
  )
}
