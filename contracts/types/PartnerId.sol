// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A partner's number. The operator gives it out at registration, from 1 upwards; 0 is nobody.
type PartnerId is uint32;
