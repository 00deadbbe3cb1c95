import { createContext, useContext } from 'react'

/** Under this name the browser tab keeps the key that was typed in it. */
export const KEY_KEPT_AS = 'entente.operator.key'

export const OperatorKeyContext = createContext<string | null>(null)

/** The key with which the pages ask. */
export function useOperatorKey(): string {
  const key = useContext(OperatorKeyContext)
  if (key === null) throw new Error('drawn without a key')
  return key
}
