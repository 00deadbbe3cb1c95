-- CreateTable
CREATE TABLE "prepaid_pack" (
    "partner_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "vat_treatment" TEXT NOT NULL,
    "vat_rate_basis_points" INTEGER NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "start_day" INTEGER NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "payment_reference" TEXT,
    "paid_day" INTEGER,
    "paid_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "prepaid_pack_pkey" PRIMARY KEY ("partner_id","number")
);

-- CreateTable
CREATE TABLE "prepaid_alert" (
    "partner_id" INTEGER NOT NULL,
    "points" BIGINT,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "low_id" UUID,
    "low_at" TIMESTAMPTZ(3),

    CONSTRAINT "prepaid_alert_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "prepaid_return" (
    "partner_id" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prepaid_return_pkey" PRIMARY KEY ("partner_id")
);
