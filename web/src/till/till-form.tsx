import { Button, Stack } from '@mantine/core'
import type { ReactNode, SubmitEvent } from 'react'

import { Problem } from '../api-client/problem.ts'
import { Failure } from '../ui/notices.tsx'
import { useTexts } from './use-texts.ts'

interface FormProps<Input> {
  /** What the fields say; null while that is not enough to send. */
  input: Input | null
  send: { mutate: (input: Input) => void; isPending: boolean; error: Error | null }
  /** Why there is no quote for the fields. */
  quoteError?: Error | null
  /** Whether the quote says that it would be refused. */
  isRefused?: boolean
  /** What the button says. */
  label: string
  /** The fields. */
  children: ReactNode
  /** What the last one did. */
  done?: ReactNode
}

/** A form of the till: fields, what went wrong, and a button that sends it. */
export function TillForm<Input>(props: FormProps<Input>) {
  const { input, send, quoteError = null, isRefused = false, label, children, done } = props
  const { problem } = useTexts()
  const error = send.error ?? quoteError
  // What the server would refuse is not offered; what it could not answer may work all the same.
  const cannotBe = isRefused || (quoteError instanceof Problem && !quoteError.mayPass)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (input !== null && !cannotBe) send.mutate(input)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {children}
        {error && <Failure text={problem(error)} />}
        <Button type="submit" size="lg" disabled={input === null || cannotBe} loading={send.isPending}>
          {label}
        </Button>
        {done}
      </Stack>
    </form>
  )
}
