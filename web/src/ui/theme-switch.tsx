import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core'

/** Chooses between the dark look, the light one, and the device's. */
export function ThemeSwitch({ label, names }: { label: string; names: Record<MantineColorScheme, string> }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const data = (['auto', 'light', 'dark'] as const).map((value) => ({ value, label: names[value] }))
  return (
    <SegmentedControl<MantineColorScheme>
      aria-label={label}
      data={data}
      value={colorScheme}
      onChange={setColorScheme}
    />
  )
}
