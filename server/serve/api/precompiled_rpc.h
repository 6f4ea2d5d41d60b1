#pragma once

// What the files of serve/ include beside server/base/precompiled.h, see
// cmake/Landfall.cmake.
#include "grpcpp/grpcpp.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "landfall/v1/subscription_service.grpc.pb.h"
#include "server/base/precompiled.h"
