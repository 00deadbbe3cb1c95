import { Paper, Stack, Text, Title } from '@mantine/core'

import classes from './slip.module.css'

interface SlipProps {
  title: string
  lines: readonly (readonly [label: string, value: string])[]
}

/** What a printer would put on paper. */
export function Slip({ title, lines }: SlipProps) {
  return (
    <Paper className={classes.slip} withBorder p="md" role="status">
      <Stack gap="xs">
        <Title order={3} size="h5">
          {title}
        </Title>
        <dl className={classes.lines}>
          {lines.map(([label, value]) => (
            <div key={label}>
              <Text component="dt" size="sm" c="dimmed">
                {label}
              </Text>
              <Text component="dd" size="sm" fw={550}>
                {value}
              </Text>
            </div>
          ))}
        </dl>
      </Stack>
    </Paper>
  )
}
