import { Button, Drawer, NativeSelect, Stack, Switch, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import { openDisplayWindow, useDisplayIsOpen } from '../display/display-link.ts'
import { choosePrinter, forgetPrinter, usePrinter } from '../printing/serial-printer.ts'
import { useTexts } from '../use-texts.ts'
import { BAUD_RATES, COLUMNS, setPreferences, usePreferences } from './preferences.ts'

/** What is set up once at this computer: screen, printer, and what developers see. */
export function SettingsDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  return (
    // The page below may be scrolled: to hold it costs the tap a third of its time.
    <Drawer
      opened={isOpen}
      onClose={onClose}
      lockScroll={false}
      position="right"
      title={t('settings.title')}
      closeButtonProps={{ size: 'lg', 'aria-label': t('settings.close') }}
    >
      <Stack gap="xl">
        <DisplaySettings />
        <PrinterSettings />
        <DeveloperSettings />
      </Stack>
    </Drawer>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

function DisplaySettings() {
  const { t } = useTexts()
  const isOpen = useDisplayIsOpen()
  return (
    <Section title={t('settings.display.title')}>
      <Text size="sm" c="dimmed">
        {t('settings.display.about')}
      </Text>
      {isOpen && <Text role="status">{t('settings.display.isOpen')}</Text>}
      <Button variant="default" size="lg" onClick={openDisplayWindow}>
        {t('settings.display.open')}
      </Button>
    </Section>
  )
}

function PrinterSettings() {
  const { t } = useTexts()
  const printer = usePrinter()
  const { columns, baudRate } = usePreferences()
  const isChosen = printer === 'chosen'
  return (
    <Section title={t('settings.printer.title')}>
      <Text size="sm" c="dimmed">
        {t(isChosen ? 'settings.printer.connected' : 'settings.printer.none')}
      </Text>
      {printer !== 'unavailable' && (
        <Button variant="default" size="lg" onClick={() => void (isChosen ? forgetPrinter() : choosePrinter())}>
          {t(isChosen ? 'settings.printer.forget' : 'settings.printer.connect')}
        </Button>
      )}
      {isChosen && (
        <>
          <NativeSelect
            size="md"
            label={t('settings.printer.columns')}
            value={String(columns)}
            data={COLUMNS.map(String)}
            onChange={({ currentTarget: { value } }) => {
              setPreferences({ columns: COLUMNS.find((one) => String(one) === value) ?? columns })
            }}
          />
          <NativeSelect
            size="md"
            label={t('settings.printer.baudRate')}
            value={String(baudRate)}
            data={BAUD_RATES.map(String)}
            onChange={({ currentTarget: { value } }) => {
              setPreferences({ baudRate: Number(value) })
            }}
          />
        </>
      )}
    </Section>
  )
}

function DeveloperSettings() {
  const { t } = useTexts()
  const { isDeveloper } = usePreferences()
  return (
    <Section title={t('settings.developer.title')}>
      <Switch
        size="lg"
        label={t('settings.developer.label')}
        description={t('settings.developer.about')}
        checked={isDeveloper}
        onChange={({ currentTarget: { checked } }) => {
          setPreferences({ isDeveloper: checked })
        }}
      />
    </Section>
  )
}
