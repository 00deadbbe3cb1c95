import { Button, Center, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import classes from './notices.module.css'

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

interface NoticeProps {
  tone: 'calm' | 'careful' | 'wrong'
  title?: string
  role?: 'alert'
  children: ReactNode
}

/** Something that is to be noticed before the rest of the page. */
export function Notice({ tone, title, role, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      {title !== undefined && (
        <Text fw={650} mb={4}>
          {title}
        </Text>
      )}
      {children}
    </div>
  )
}

/** Says what went wrong, at once to those who listen, and offers to try again where that can help. */
export function Failure({ text, retry }: { text: string; retry?: { label: string; run: () => void } }) {
  return (
    <Notice tone="wrong" role="alert">
      <Stack gap="sm" align="start">
        <Text>{text}</Text>
        {retry && (
          <Button size="compact-md" variant="default" onClick={retry.run}>
            {retry.label}
          </Button>
        )}
      </Stack>
    </Notice>
  )
}

/** A part of a page with a frame. */
export function Panel({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <section className={classes.panel} aria-label={label}>
      {children}
    </section>
  )
}

interface TitledPanelProps {
  label: string
  /** Where it says more than the label. */
  title?: string
  children: ReactNode
}

/** A part of a page with a frame and a title. */
export function TitledPanel({ label, title = label, children }: TitledPanelProps) {
  return (
    <Panel label={label}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </Panel>
  )
}
