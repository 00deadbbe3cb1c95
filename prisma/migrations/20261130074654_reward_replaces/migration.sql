-- AlterTable
ALTER TABLE "reward" ADD COLUMN     "replaces_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "reward_replaces_id_key" ON "reward"("replaces_id");
