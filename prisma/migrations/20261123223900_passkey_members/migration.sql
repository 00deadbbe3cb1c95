-- A member's address may follow from a passkey.
ALTER TABLE "member" DROP CONSTRAINT "member_kind_check",
    ADD CONSTRAINT "member_kind_check" CHECK ("kind" IN ('card', 'wallet', 'passkey'));
