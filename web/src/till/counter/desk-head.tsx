import { Badge, Button, Group, Kbd, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'

import { useTexts } from '../use-texts.ts'

interface HeadProps {
  title: string
  badge: { text: string; variant: 'light' | 'filled' | 'default' }
  /** What stands below the title, in small. */
  children: ReactNode
  onDone: () => void
}

/** Who or what is at the till, and how to be done with it: by the button or by Escape. */
export function DeskHead({ title, badge, children, onDone }: HeadProps) {
  const { t } = useTexts()
  // Escape closes the drawer of requests where that is open; who is there stays.
  const leave = ({ target }: KeyboardEvent) => {
    if (!(target instanceof Element && target.closest('[role="dialog"]'))) onDone()
  }
  useHotkeys([['Escape', leave]], [])
  return (
    <Group justify="space-between" align="start">
      <div>
        <Group gap="xs">
          <Title order={2} size="h4">
            {title}
          </Title>
          <Badge variant={badge.variant} tt="none">
            {badge.text}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      </div>
      <Button variant="default" onClick={onDone} rightSection={<Kbd>Esc</Kbd>}>
        {t('desk.done')}
      </Button>
    </Group>
  )
}
