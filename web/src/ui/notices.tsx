import { Alert, Button, Center, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Says that something is on its way. */
export function Waiting({ label }: { label: string }) {
  return (
    <Center py="xl" role="status">
      <Group gap="sm">
        <Loader size="sm" aria-hidden="true" />
        <Text c="dimmed">{label}</Text>
      </Group>
    </Center>
  )
}

/** Says that there is nothing, and what would change that. */
export function Nothing({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder p="xl" ta="center">
      <Text c="dimmed">{children}</Text>
    </Paper>
  )
}

/** Says what went wrong, at once to those who listen, and offers to try again where that can help. */
export function Failure({ text, retry }: { text: string; retry?: { label: string; run: () => void } }) {
  return (
    <Alert color="red" variant="outline" role="alert">
      <Stack gap="sm" align="start">
        <Text>{text}</Text>
        {retry && (
          <Button size="compact-md" variant="default" onClick={retry.run}>
            {retry.label}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

/** A part of a page with a frame. */
export function Panel({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} radius="lg" aria-label={label}>
      {children}
    </Paper>
  )
}
