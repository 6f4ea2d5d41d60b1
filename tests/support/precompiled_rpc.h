#pragma once

// What tests of services include beside tests/support/precompiled.h, see
// cmake/Landfall.cmake.
#include "grpcpp/grpcpp.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "landfall/v1/subscription_service.grpc.pb.h"
#include "tests/support/precompiled.h"
