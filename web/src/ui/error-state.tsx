import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'

import classes from './empty-state.module.css'
import { Icon } from './icon.tsx'

interface ErrorStateProps {
  /** What went wrong, in words for whoever reads the page. */
  text: string
  retry: { label: string; run: () => void }
}

/** In place of what could not be read: said at once to those who listen, with a way to try again. */
export function ErrorState({ text, retry }: ErrorStateProps) {
  return (
    <div className={classes.empty} role="alert">
      <span className={classes.icon} data-tone="wrong">
        <Icon of={IconCloudOff} size="alone" />
      </span>
      <p className={classes.text}>{text}</p>
      <Button variant="default" onClick={retry.run}>
        {retry.label}
      </Button>
    </div>
  )
}
