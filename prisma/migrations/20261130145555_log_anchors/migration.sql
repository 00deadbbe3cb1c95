-- CreateTable
CREATE TABLE "log_anchor" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "size" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "transaction_hash" TEXT NOT NULL,
    "included_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "log_anchor_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateIndex
CREATE INDEX "log_anchor_month_idx" ON "log_anchor"("month");
