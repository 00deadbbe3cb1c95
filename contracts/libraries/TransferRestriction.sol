// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-1404 codes of the ledger, and what they say
library TransferRestriction {
    uint8 internal constant NONE = 0;
    uint8 internal constant NOT_TRANSFERABLE = 1;
    uint8 internal constant ISSUING_PAUSED = 2;
    uint8 internal constant REDEEMING_PAUSED = 3;
    uint8 internal constant ACCOUNT_FROZEN = 4;
    uint8 internal constant ACCOUNT_CLOSED = 5;
    uint8 internal constant POINTS_INSUFFICIENT = 6;
    uint8 internal constant SUPPLY_LIMIT = 7;

    function messageFor(uint8 code) internal pure returns (string memory) {
        if (code == NONE) return "Allowed";
        if (code == NOT_TRANSFERABLE) return "Points cannot be sent; redeem them at a partner of the coalition";
        if (code == ISSUING_PAUSED) return "Issuing of points is paused";
        if (code == REDEEMING_PAUSED) return "Redeeming of points is paused";
        if (code == ACCOUNT_FROZEN) return "This account is frozen; its points cannot be redeemed until that is lifted";
        if (code == ACCOUNT_CLOSED) return "This account is closed; its points moved to another key of the same member";
        if (code == POINTS_INSUFFICIENT) return "There are fewer points in this account";
        if (code == SUPPLY_LIMIT) return "There is no room for more points in this epoch";
        return "Unknown restriction";
    }
}
