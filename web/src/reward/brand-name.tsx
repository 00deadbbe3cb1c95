import { Group, Text } from '@mantine/core'

import type { Reward } from '../api-client/rewards.ts'
import { BrandMark } from '../ui/brand-mark.tsx'

/** Whose it is: the mark and the name of a brand. */
export function BrandName({ name, brand }: { name: string; brand: Reward['brand'] }) {
  return (
    <Group gap={8} wrap="nowrap">
      <BrandMark name={name} brand={brand} />
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    </Group>
  )
}
