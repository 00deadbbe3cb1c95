import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSettings } from '@tabler/icons-react'

import { BrandMark } from '../ui/brand-mark.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTill } from './connection/connection.ts'
import { OfflineStatus } from './offline/offline-status.tsx'
import { DeveloperItems } from './settings/developer-items.tsx'
import { usePreferences } from './settings/preferences.ts'
import { SettingsDrawer } from './settings/settings-drawer.tsx'
import { TermsPanel } from './terms-panel.tsx'
import { useTexts } from './use-texts.ts'

/** Whose till it is, and what is set up at it. */
export function TillBar({ onLeave }: { onLeave: () => void }) {
  const { t } = useTexts()
  const { partner, isTraining } = useTill()
  const { isDeveloper } = usePreferences()
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="sm">
        <BrandMark name={partner.name} brand={partner.brand} size="large" />
        <TermsPanel />
      </Group>
      <Group gap="xs">
        {!isTraining && <OfflineStatus />}
        {isDeveloper && <DeveloperItems />}
        <Settings />
        <Button variant="default" size="md" onClick={onLeave}>
          {t('bar.leave')}
        </Button>
      </Group>
    </Group>
  )
}

/** By itself, so that nothing else is drawn anew when it opens. */
function Settings() {
  const { t } = useTexts()
  const [isOpen, settings] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="md" leftSection={<Icon of={IconSettings} />} onClick={settings.open}>
        {t('bar.settings')}
      </Button>
      <SettingsDrawer isOpen={isOpen} onClose={settings.close} />
    </>
  )
}
