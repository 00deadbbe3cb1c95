import './mantine.css'
import './page.css'

import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { Problem } from '../api-client/problem.ts'
import { ReadingDirection } from './reading-direction.tsx'
import { theme, themeVariables } from './theme.ts'

const TRIES_MAX = 3
const FRESH_MS = 5_000

/** What was refused is refused again; only what did not answer is worth another try. */
function mayAnswerLater(tries: number, error: unknown): boolean {
  return tries < TRIES_MAX && error instanceof Problem && error.mayPass
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: mayAnswerLater, staleTime: FRESH_MS }, mutations: { retry: false } },
})

/** What every page stands in: look and answers of the server. The language is ready before anything is drawn. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ReadingDirection>
      <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </MantineProvider>
    </ReadingDirection>
  )
}
