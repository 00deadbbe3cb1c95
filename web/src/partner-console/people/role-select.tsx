import { NativeSelect } from '@mantine/core'

import type { PersonRole } from '../../api-client/console.ts'
import { useTexts } from '../use-texts.ts'

const ROLES = ['owner', 'finance', 'support', 'marketing', 'developer'] as const satisfies readonly PersonRole[]

interface RoleSelectProps {
  label: string
  /** Where the label is for those only who do not see what it stands beside. */
  isHidden?: boolean
  role: PersonRole
  choose: (role: PersonRole) => void
}

/** Chooses what somebody may do. */
export function RoleSelect({ label, isHidden = false, role, choose }: RoleSelectProps) {
  const { t } = useTexts()
  return (
    <NativeSelect
      {...(isHidden ? { 'aria-label': label } : { label, description: t(`roles.${role}.may`) })}
      value={role}
      data={ROLES.map((one) => ({ value: one, label: t(`roles.${one}.name`) }))}
      onChange={(event) => choose(event.currentTarget.value as PersonRole)}
    />
  )
}
