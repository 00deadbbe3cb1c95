// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SmallBooks} from "../SmallBooks.sol";

/// @title Where the induction begins
contract BeginningProof is SmallBooks {
    constructor() {
        assert(_holds());
    }
}
